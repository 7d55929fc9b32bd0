namespace Sluice.Server.Storage;

/// <summary>What became of a new list.</summary>
internal enum ListCreation
{
    Created,

    /// <summary>There is no such tenant.</summary>
    NoTenant,

    /// <summary>The tenant has another list of that name.</summary>
    Exists,

    /// <summary>The tenant has as many as it may.</summary>
    TooMany,
}
