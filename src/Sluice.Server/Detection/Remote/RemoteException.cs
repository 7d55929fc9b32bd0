namespace Sluice.Server.Detection.Remote;

/// <summary>An endpoint did not judge a picture. The message may be logged: it holds nothing of what the endpoint said.</summary>
internal sealed class RemoteException(CallOutcome outcome, string message) : Exception(message)
{
    public CallOutcome Outcome => outcome;
}
