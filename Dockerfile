# syntax=docker/dockerfile:1
FROM eclipse-temurin:25-jdk AS build
WORKDIR /pgext
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Pjar package

FROM eclipse-temurin:25-jre AS run
RUN useradd --system --uid 1500 --create-home --home-dir /var/lib/pgext pgext
COPY --from=build /pgext/target/pgext.jar /pgext/src/main/resources/dev/pgext/launcher/jvm.options /opt/pgext/
# The cache of loaded classes belongs to exactly this jar and this JVM, so it is made here.
RUN java @/opt/pgext/jvm.options -jar /opt/pgext/pgext.jar train /opt/pgext/pgext.aot
USER pgext
WORKDIR /var/lib/pgext
# HotSpot suspends threads with SIGUSR2 unless told another signal; pgext reloads on SIGUSR2.
# The health check asks the admin server, which listens inside the container only.
ENV _JAVA_SR_SIGNUM=35 \
    PGEXT_ADMIN_SERVER_HOST=127.0.0.1 \
    PGEXT_ADMIN_SERVER_PORT=3001
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=6 \
    CMD ["java", "@/opt/pgext/jvm.options", "-XX:AOTCache=/opt/pgext/pgext.aot", "-Xlog:aot=off", "-Xlog:cds=off", \
         "-XX:TieredStopAtLevel=1", \
         "-jar", "/opt/pgext/pgext.jar", "serve", "--ready"]
ENTRYPOINT ["java", "@/opt/pgext/jvm.options", "-XX:AOTCache=/opt/pgext/pgext.aot", \
            "-Xlog:aot=off", "-Xlog:cds=off", "-jar", "/opt/pgext/pgext.jar"]
CMD ["serve"]
