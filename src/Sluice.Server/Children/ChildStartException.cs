namespace Sluice.Server.Children;

/// <summary>A child could not be started. The message is for operators.</summary>
internal sealed class ChildStartException(string message) : Exception(message);
