namespace Sluice.Server.Detection.Remote;

/// <summary>A model on another machine, in the protocol that it speaks.</summary>
internal interface IRemoteModel
{
    /// <summary>Asks for one picture.</summary>
    /// <exception cref="RemoteException">It did not judge it.</exception>
    Task<IReadOnlyList<Finding>> AskAsync(Picture picture, CancellationToken cancellationToken);
}
