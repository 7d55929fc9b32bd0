namespace Sluice.Server.Api.Calls;

/// <summary>Both internal attempts failed: the answer is 1903.</summary>
internal sealed class ServiceFailureException(Exception inner) : Exception("both attempts failed", inner);
