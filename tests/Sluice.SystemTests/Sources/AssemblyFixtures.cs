[assembly: AssemblyFixture(typeof(Sluice.SystemTests.Sources.NginxServer))]
