# Built and run on JDK 25; the same jar runs on 17.
FROM busybox:1.37-musl AS busybox

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
# Libraries and plugins are fetched again only when the pom changes.
COPY pom.xml ./
RUN mvn --batch-mode --no-transfer-progress dependency:go-offline
COPY src/main src/main
COPY cql cql
COPY fhir-resources fhir-resources
# Tests and format are the business of .ci/run.
ARG COMMIT=
RUN mvn --batch-mode --no-transfer-progress package -Dmaven.test.skip=true -Dcommit="$COMMIT"
RUN java -Djarmode=tools -jar target/calcinosis-cds-0.1.0.jar extract --layers --destination layers
# The root of the image: Java with the modules that jdeps lists for the service, the system libraries that it is linked with, a user.
RUN jlink --output /system/opt/java --strip-debug --no-header-files --no-man-pages --compress=zip-6 \
      --add-modules java.base,java.compiler,java.desktop,java.instrument,java.management,java.net.http,java.prefs,java.scripting,java.security.jgss,java.sql.rowset,java.xml.crypto,jdk.jfr,jdk.management,jdk.net,jdk.unsupported \
 && ldd /system/opt/java/bin/java /system/opt/java/lib/server/libjvm.so | grep -oE '[[:space:]]/lib[^ ]*' | sort -u | xargs cp --parents -t /system \
 && mkdir -m 1777 /system/tmp \
 && install -d -m 0700 -o 10001 -g 10001 /system/data \
 && mkdir /system/etc && echo 'calcinosis:x:10001:10001::/data:' > /system/etc/passwd

FROM scratch
COPY --from=busybox /bin/busybox /bin/busybox
COPY --from=build /system/ /
WORKDIR /app
# What seldom changes first.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# A training run: it starts, answers the calls of a long warm-up, and ends; what it compiled most is compiled first later. The second
# start ends with an error when the JVM cannot use what the first wrote; later a cache that does not fit the machine is ignored.
RUN ["/opt/java/bin/java", "-XX:AOTCacheOutput=calcinosis-cds.aot", "-Dcalcinosis.warm-up.budget=60s", "-Dcalcinosis.warm-up.exit=true", "-Dcalcinosis.store.url=jdbc:sqlite::memory:", "-jar", "calcinosis-cds-0.1.0.jar"]
RUN ["/opt/java/bin/java", "-XX:AOTCache=calcinosis-cds.aot", "-XX:AOTMode=on", "-Dspring.context.exit=onRefresh", "-Dcalcinosis.store.url=jdbc:sqlite::memory:", "-jar", "calcinosis-cds-0.1.0.jar"]

# For the embedded store; mount a volume here, or set CALCINOSIS_STORE_URL to a PostgreSQL.
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

# The management port, whose threads are its own.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["/bin/busybox", "sh", "-c", "/bin/busybox wget -q -O - http://127.0.0.1:${MANAGEMENT_SERVER_PORT:-$((${SERVER_PORT:-8080} + 1000))}/actuator/health/liveness | /bin/busybox grep -q UP"]

# A process that has once run out of memory is not to be trusted, and something starts it again.
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=calcinosis-cds.aot", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "calcinosis-cds-0.1.0.jar"]
