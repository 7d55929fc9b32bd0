using System.Security.Cryptography;
using System.Text;

namespace Sluice.Server.Streams;

/// <summary>Names a source: two running streams of a tenant never share it.</summary>
internal static class SourceHash
{
    /// <summary>SHA-256 in hex.</summary>
    public static string Of(string streamType, string url) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(streamType + "\n" + url)));
}
