FROM python:3.11-slim
WORKDIR /app
RUN useradd --create-home --uid 1000 charter && mkdir /var/charter && chown charter /var/charter
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY connectors connectors
COPY mappings mappings
COPY sidecar sidecar
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
USER charter
ENV CHARTER_VAR=/var/charter CHARTER_LOG=json
VOLUME /var/charter
EXPOSE 8800
CMD ["sidecar", "serve", "--host", "0.0.0.0"]
