# Starts cds-population with what Spark needs of the JVM, as bin/cds-population does. Written for Windows and not run there.
# Memory: $env:CDS_POPULATION_HEAP, such as 4g; a quarter of the machine's, at least 2g, by default.
$ErrorActionPreference = 'Stop'
$folder = Split-Path -Parent $PSScriptRoot
$lib = Join-Path $folder 'lib'
if (-not (Test-Path $lib)) { $lib = Join-Path $folder 'target\lib' }
if (-not (Test-Path $lib)) {
  [Console]::Error.WriteLine("There are no jars in $lib. Build them with: mvn -f population/pom.xml verify")
  exit 3
}
$java = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\java' } else { 'java' }
$heap = $env:CDS_POPULATION_HEAP
if (-not $heap) {
  $megabytes = [math]::Floor((Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory / 4MB)
  $heap = if ($megabytes -ge 2048) { "${megabytes}m" } else { '2g' }
}
# Nothing outside of this machine is to reach it.
$env:SPARK_LOCAL_IP = '127.0.0.1'
$options = @(
  "-Xmx$heap", '-XX:+IgnoreUnrecognizedVMOptions', '-XX:+ExitOnOutOfMemoryError', '-XX:+UseParallelGC',
  '--add-opens=java.base/java.lang=ALL-UNNAMED',
  '--add-opens=java.base/java.lang.invoke=ALL-UNNAMED',
  '--add-opens=java.base/java.lang.reflect=ALL-UNNAMED',
  '--add-opens=java.base/java.io=ALL-UNNAMED',
  '--add-opens=java.base/java.net=ALL-UNNAMED',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-opens=java.base/java.util=ALL-UNNAMED',
  '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
  '--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED',
  '--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.cs=ALL-UNNAMED',
  '--add-opens=java.base/sun.util.calendar=ALL-UNNAMED',
  '--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED',
  '-Djdk.reflect.useDirectMethodHandle=false', '-Dio.netty.tryReflectionSetAccessible=true',
  '-Duser.timezone=UTC', '--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'
)
if ($env:CDS_POPULATION_JAVA_OPTIONS) { $options += $env:CDS_POPULATION_JAVA_OPTIONS -split ' ' }
& $java @options -cp (Join-Path $lib '*') org.calcinosiscds.population.PopulationCommand @args
exit $LASTEXITCODE
