using System.Net;
using System.Net.Sockets;

namespace Sluice.Server.Egress;

/// <summary>
/// Asks the operating system's resolver. It cannot be told to stop, and blocks for half a minute where a name's servers are silent:
/// so each question has a thread of its own, not one of those that answer calls, and who asked may leave.
/// </summary>
internal sealed class SystemLookup(Func<string, IPAddress[]> resolve)
{
    /// <summary>Names that are asked for at the same time; another one is not found until one of them is answered.</summary>
    public const int MostNames = 256;

    private readonly Dictionary<string, Task<IPAddress[]>> _asked = new(StringComparer.OrdinalIgnoreCase);

    public SystemLookup()
        : this(Dns.GetHostAddresses)
    {
    }

    /// <summary>Ends at once when <paramref name="cancellationToken"/> is cancelled. Who asks for the same name meanwhile gets the same answer.</summary>
    /// <exception cref="SocketException">The name has no address, or too many names are asked for.</exception>
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        lock (_asked)
        {
            if (!_asked.TryGetValue(host, out var answer))
            {
                if (_asked.Count == MostNames)
                    throw new SocketException((int)SocketError.TryAgain);
                _asked[host] = answer = AskAsync(host);

                // Everybody who asked may have left.
                _ = answer.ContinueWith(static a => a.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            return answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<IPAddress[]> AskAsync(string host)
    {
        try
        {
            // Never answered before it is noted as asked.
            return await Task.Factory.StartNew(() => resolve(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        finally
        {
            lock (_asked)
                _asked.Remove(host);
        }
    }
}
