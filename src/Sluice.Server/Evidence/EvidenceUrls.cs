using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Sluice.Server.Evidence;

/// <summary>Makes and checks the signed links <c>{PublicUrl}/evidence/{key}?e={Unix seconds}&amp;s={HMAC-SHA256}</c>.</summary>
/// <param name="secret">What they are signed with.</param>
/// <param name="publicUrl">Where customers reach this server; asked for each link, since the default is known only after the start.</param>
/// <param name="options">The links' lifetime.</param>
/// <param name="time">The clock.</param>
internal sealed class EvidenceUrls(EvidenceKey secret, Func<Uri> publicUrl, IOptions<EvidenceOptions> options, TimeProvider time)
{
    /// <summary>The link to the file with this key.</summary>
    public string Make(string key)
    {
        var expires = (time.GetUtcNow() + options.Value.UrlLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var root = publicUrl().GetLeftPart(UriPartial.Path).TrimEnd('/');
        return $"{root}/evidence/{key}?e={expires}&s={Base64Url.EncodeToString(Sign(key, expires))}";
    }

    /// <param name="key">The path after <c>/evidence/</c>.</param>
    /// <param name="expires">The parameter <c>e</c>.</param>
    /// <param name="signature">The parameter <c>s</c>.</param>
    public EvidenceAccess Verify(string key, string? expires, string? signature)
    {
        // 1. The signature, over the text as it came, so that nothing unsigned is interpreted.
        var given = new byte[HMACSHA256.HashSizeInBytes];
        if (expires is null || signature is null
            || !Base64Url.IsValid(signature, out var length) || length != given.Length
            || !Base64Url.TryDecodeFromChars(signature, given, out _)
            || !CryptographicOperations.FixedTimeEquals(given, Sign(key, expires)))
        {
            return EvidenceAccess.BadSignature;
        }

        // 2. The time.
        return long.Parse(expires, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
            ? EvidenceAccess.Granted
            : EvidenceAccess.Expired;
    }

    private byte[] Sign(string key, string expires) =>
        HMACSHA256.HashData(secret.Bytes, Encoding.UTF8.GetBytes($"{key}\n{expires}"));
}
