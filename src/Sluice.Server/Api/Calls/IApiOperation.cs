using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;

namespace Sluice.Server.Api.Calls;

/// <summary>What one endpoint does once the call is known to be a known tenant's and within its rate.</summary>
internal interface IApiOperation
{
    KeyPermissions Permission { get; }

    /// <summary>The top-level parameters it knows.</summary>
    IReadOnlySet<string> Parameters { get; }

    /// <summary>The language that the body asks for, if any. Never fails.</summary>
    MessageLanguage? LanguageOf(JsonElement body);

    /// <summary>Validates the other parameters and does it.</summary>
    Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts);
}
