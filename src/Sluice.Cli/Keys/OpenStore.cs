using Sluice.Server.Storage;

namespace Sluice.Cli.Keys;

/// <summary>The store of a data folder, not yet initialized. A running server may have it open too.</summary>
internal delegate IStore OpenStore(string dataFolder);
