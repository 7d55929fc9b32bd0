namespace Sluice.Cli.Keys;

/// <summary>Fresh random secrets for a key and, when its tenant is new, for the tenant (protocol §1).</summary>
/// <param name="AccessKey">20 characters.</param>
/// <param name="SecretKey">32 characters; the first 16 are the SM4 key.</param>
/// <param name="CallbackSecret"><c>whsec_</c> + Base64.</param>
internal sealed record KeySecrets(string AccessKey, string SecretKey, string CallbackSecret);
