using System.Security.Cryptography;

namespace Sluice.Server.Api.Keys;

/// <summary>Makes keys and secrets (protocol §1).</summary>
internal static class KeyGenerator
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>20 random characters.</summary>
    public static string AccessKey() => RandomNumberGenerator.GetString(Alphabet, 20);

    /// <summary>32 random characters, the first 16 of which are the SM4 key.</summary>
    public static string SecretKey() => RandomNumberGenerator.GetString(Alphabet, 32);

    /// <summary><c>whsec_</c> and 32 random bytes in Base64, as Standard Webhooks writes them.</summary>
    public static string CallbackSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
