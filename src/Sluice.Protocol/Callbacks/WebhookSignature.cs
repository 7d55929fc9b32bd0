using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Protocol;

/// <summary>
/// Signs callbacks as Standard Webhooks says, and checks them at a receiver: HMAC-SHA256 over
/// <c>webhook-id.webhook-timestamp.body</c>, in Base64 behind <c>v1,</c>. A receiver verifies the bytes of the body as they came,
/// before it reads them as JSON.
/// </summary>
public static class WebhookSignature
{
    /// <summary>Header of the callback's id: the same at every attempt, so it tells a repeat from a new one.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header of the attempt's time in whole seconds since 1970 (UTC).</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header of the signatures, separated by spaces: one for each secret of the tenant.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>What a secret begins with; its key follows in Base64.</summary>
    public const string SecretPrefix = "whsec_";

    private const string Version = "v1,";

    /// <summary>How far a callback's time may be from now unless the caller says otherwise: 5 minutes.</summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>True for <c>whsec_</c> and at least one byte in Base64.</summary>
    /// <param name="secret">What may be a secret.</param>
    public static bool IsSecret(string? secret) => TryReadKey(secret, out _);

    /// <summary>The value of <see cref="SignatureHeader"/>: one signature for each secret, in their order.</summary>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="secrets">At least one, <c>whsec_</c> and Base64.</param>
    /// <exception cref="ArgumentException">There is no secret, or one of them is none.</exception>
    public static string Sign(string id, long timestamp, ReadOnlySpan<byte> body, IReadOnlyCollection<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(secrets);
        if (secrets.Count == 0)
        {
            throw new ArgumentException("At least one secret is needed.", nameof(secrets));
        }

        var content = Content(id, timestamp.ToString(CultureInfo.InvariantCulture), body);
        var signatures = new List<string>(secrets.Count);
        foreach (var secret in secrets)
        {
            if (!TryReadKey(secret, out var key))
            {
                throw new ArgumentException("A secret does not have the form of one.", nameof(secrets));
            }

            signatures.Add(Version + Convert.ToBase64String(HMACSHA256.HashData(key, content)));
        }

        return string.Join(' ', signatures);
    }

    /// <summary>Checks a callback that came. Takes the same time wherever a wrong signature differs.</summary>
    /// <param name="id">The value of <see cref="IdHeader"/>; null when it is missing.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>; null when it is missing.</param>
    /// <param name="signature">The value of <see cref="SignatureHeader"/>; null when it is missing.</param>
    /// <param name="body">The body, byte for byte as it came.</param>
    /// <param name="secrets">The secrets that the receiver takes, in any order: one, or two while one is being rotated.</param>
    /// <param name="now">The receiver's time.</param>
    /// <param name="tolerance">How far the callback's time may be from now; null: <see cref="DefaultTolerance"/>.</param>
    /// <exception cref="ArgumentException">There is no secret, or one of them is none.</exception>
    public static SignatureCheck Verify(
        string? id,
        string? timestamp,
        string? signature,
        ReadOnlySpan<byte> body,
        IReadOnlyCollection<string> secrets,
        DateTimeOffset now,
        TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var given = Signatures(signature);
        if (string.IsNullOrEmpty(id)
            || given.Count == 0
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return SignatureCheck.NotSigned;
        }

        var expected = Signatures(Sign(id, seconds, body, secrets));
        var fits = false;
        foreach (var one in given)
        {
            foreach (var other in expected)
            {
                fits |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
            }
        }

        if (!fits)
        {
            return SignatureCheck.Mismatch;
        }

        var most = (tolerance ?? DefaultTolerance).TotalSeconds;
        return Math.Abs((double)seconds - now.ToUnixTimeSeconds()) <= most ? SignatureCheck.Valid : SignatureCheck.OutOfTime;
    }

    // The signed timestamp is the number, so "0001" and "1" are the same to Verify: both texts name the same moment.
    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        var content = new byte[head.Length + body.Length];
        head.CopyTo(content, 0);
        body.CopyTo(content.AsSpan(head.Length));
        return content;
    }

    private static List<string> Signatures(string? header) =>
        [.. (header ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(s => s.StartsWith(Version, StringComparison.Ordinal))];

    private static bool TryReadKey(string? secret, out byte[] key)
    {
        key = [];
        if (secret is null || !secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var text = secret.AsSpan(SecretPrefix.Length);
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text, buffer, out var length) || length == 0)
        {
            return false;
        }

        key = buffer[..length];
        return true;
    }
}
