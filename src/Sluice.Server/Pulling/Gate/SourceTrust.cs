using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Sluice.Server.Egress;

namespace Sluice.Server.Pulling.Gate;

/// <summary>Which sources are who they say: by the operating system's roots, and by those that the operator adds.</summary>
internal sealed class SourceTrust(IOptions<PullOptions> options)
{
    private readonly X509Certificate2Collection _roots = Read(options.Value.TrustedCertificates);

    /// <summary>Reads a PEM file; without a name there is nothing in it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It holds something else than certificates.</exception>
    public static X509Certificate2Collection Read(string? path)
    {
        var roots = new X509Certificate2Collection();
        if (path is not null)
            roots.ImportFromPemFile(path);
        return roots;
    }

    /// <summary>What is wrong with a server's certificate, without saying whose it is; null: nothing is.</summary>
    public string? ProblemOf(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
            return "the server shows no certificate";

        var faults = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? FaultsOf(leaf, chain) : X509ChainStatusFlags.NoError;
        if ((faults & ~X509ChainStatusFlags.NotTimeValid) != X509ChainStatusFlags.NoError)
            return "the server's certificate is not trusted";
        if (faults != X509ChainStatusFlags.NoError)
            return "the server's certificate has expired or is not valid yet";
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "the server's certificate is for another name" : null;
    }

    // The system did not vouch for it: that is said of the added roots' chain, if they know the certificate.
    private X509ChainStatusFlags FaultsOf(X509Certificate2 leaf, X509Chain chain)
    {
        var faults = FaultsOf(chain);
        if (_roots.Count == 0)
            return faults;

        using var own = new X509Chain { ChainPolicy = CertificateRules.Create() };
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_roots);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return own.Build(leaf) ? X509ChainStatusFlags.NoError : FaultsOf(own);
    }

    private static X509ChainStatusFlags FaultsOf(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
}
