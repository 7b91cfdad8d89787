# Built and run on JDK 25; the same jar runs on 17.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY src src
COPY cql cql
COPY fhir-resources fhir-resources
# Tests and format are the business of .ci/run.
RUN mvn --batch-mode --no-transfer-progress package -DskipTests
RUN java -Djarmode=tools -jar target/calcinosis-cds-0.1.0.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
WORKDIR /app
# What seldom changes first.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# A training run: it loads, compiles and warms up the knowledge base, which is most of what a start does, and ends. A cache that
# does not fit the machine is ignored by the JVM.
RUN java -XX:AOTCacheOutput=calcinosis-cds.aot -Dspring.context.exit=onRefresh -Dcalcinosis.store.url=jdbc:sqlite:/tmp/store/training.db \
      -jar calcinosis-cds-0.1.0.jar \
 && rm -r /tmp/store

# For the embedded store; mount a volume here, or set CALCINOSIS_STORE_URL to a PostgreSQL.
RUN install -d -m 0700 -o 10001 -g 10001 /data
VOLUME /data
ENV CALCINOSIS_STORE_URL=jdbc:sqlite:/data/calcinosis-cds.db

# No root, and a number, so that Kubernetes can see that it is none. The root file system may be read-only: only /tmp and /data are written to.
USER 10001:10001

# A container is reached from outside only when the service listens on all its addresses. There it does not start without clients in its
# settings: mount them as /app/config/application.yaml.
ENV SERVER_ADDRESS=0.0.0.0
# Time for a load balancer to notice.
ENV CALCINOSIS_ADMISSION_SHUTDOWN_DELAY=5s
EXPOSE 8080

# Bash, because the image has neither curl nor wget for certain.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/liveness HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"UP\"' <&3"]

# A process that has once run out of memory is not to be trusted, and something starts it again.
ENTRYPOINT ["java", "-XX:AOTCache=calcinosis-cds.aot", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "calcinosis-cds-0.1.0.jar"]
