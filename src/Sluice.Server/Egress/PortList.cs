using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Server.Egress;

/// <summary>
/// The ports that may be contacted. By default they are those of the web and all that need no privilege to listen at, but not
/// those of services that stand open inside a network and do what a line of text tells them.
/// </summary>
internal sealed class PortList
{
    private readonly (int First, int Last)[] _listed;
    private readonly bool _isDefault;

    /// <param name="listed">What the operator lists; null: the default.</param>
    /// <exception cref="ArgumentException">It holds something else than ports.</exception>
    public PortList(string[]? listed)
    {
        _isDefault = listed is null;
        _listed =
        [
            .. (listed ?? ["80", "443", "1024-65535"]).Select(text =>
                TryParse(text, out var range, out var problem) ? range : throw new ArgumentException(problem, nameof(listed))),
        ];
    }

    /// <summary>The ports from 1024 on that are closed by default.</summary>
    public static IReadOnlyList<(int First, int Last)> Services { get; } =
    [
        (1433, 1434),   // SQL Server
        (1521, 1521),   // Oracle
        (2049, 2049),   // NFS
        (2181, 2181),   // ZooKeeper
        (2375, 2380),   // Docker, Swarm, etcd
        (3128, 3128),   // proxies
        (3306, 3306),   // MySQL
        (3389, 3389),   // RDP
        (4369, 4369),   // Erlang
        (5060, 5061),   // SIP
        (5432, 5432),   // PostgreSQL
        (5555, 5555),   // Android debugger
        (5671, 5672),   // AMQP
        (5900, 5909),   // VNC
        (5984, 5986),   // CouchDB, WinRM
        (6000, 6063),   // X11
        (6379, 6380),   // Redis
        (6443, 6443),   // Kubernetes
        (6660, 6669),   // IRC
        (6697, 6697),   // IRC
        (7000, 7001),   // Cassandra
        (8200, 8201),   // Vault
        (8500, 8502),   // Consul
        (9042, 9042),   // Cassandra
        (9092, 9093),   // Kafka
        (9200, 9200),   // Elasticsearch
        (9300, 9300),   // Elasticsearch
        (10250, 10259), // Kubernetes
        (11211, 11211), // memcached
        (15672, 15672), // RabbitMQ
        (16379, 16379), // Redis
        (26379, 26379), // Redis
        (27017, 27019), // MongoDB
    ];

    public bool Contains(int port) =>
        _listed.Any(range => IsIn(range, port)) && !(_isDefault && Services.Any(range => IsIn(range, port)));

    /// <summary>Reads one entry: a port, or the first and the last of a range.</summary>
    public static bool TryParse(string? text, out (int First, int Last) range, [NotNullWhen(false)] out string? problem)
    {
        var ends = (text ?? "").Split('-', StringSplitOptions.TrimEntries);
        range = default;
        if (ends.Length <= 2 && TryParsePort(ends[0], out var first) && TryParsePort(ends[^1], out var last) && first <= last)
        {
            range = (first, last);
            problem = null;
            return true;
        }

        problem = $"must be a port such as 443, or a range such as 8000-8999, but is '{text}'";
        return false;
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    private static bool IsIn((int First, int Last) range, int port) => range.First <= port && port <= range.Last;
}
