using Sluice.Server.Hosting;

namespace Sluice.Cli.Serving;

/// <summary>
/// Starts a server and returns when it accepts calls. A configuration that is not valid is an
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> with every error.
/// </summary>
internal delegate Task<RunningServer> StartServer(ServerSetup options, CancellationToken cancellationToken);
