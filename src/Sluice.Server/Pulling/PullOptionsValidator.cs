using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Server.Pulling;

/// <summary>Reports every wrong option at once, each by its full key.</summary>
internal sealed class PullOptionsValidator : IValidateOptions<PullOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, PullOptions options)
    {
        var errors = new List<string>();

        void Require(bool holds, string key, string rule)
        {
            if (!holds)
                errors.Add($"{PullOptions.Section}:{key}: {rule}");
        }

        void RequireTime(TimeSpan value, string key) =>
            Require(value >= TimeSpan.FromMilliseconds(100) && value <= Longest, key, "must be from 0.1 s to 1 day");

        Require(!string.IsNullOrWhiteSpace(options.FfmpegPath), nameof(options.FfmpegPath), "must name a program");
        Require(
            IsCertificates(options.TrustedCertificates),
            nameof(options.TrustedCertificates),
            $"must be a readable PEM file of certificates, but is '{options.TrustedCertificates}'");
        Require(Enum.IsDefined(options.Sandbox), nameof(options.Sandbox), "must be Auto, Bwrap, Setpriv or None");
        Require(options.ChildMemory is >= 256 and <= 65536, nameof(options.ChildMemory), "must be from 256 to 65536 MiB");
        RequireTime(options.OpenTimeout, nameof(options.OpenTimeout));
        RequireTime(options.StallTimeout, nameof(options.StallTimeout));
        RequireTime(options.HlsStallTimeout, nameof(options.HlsStallTimeout));
        RequireTime(options.FrameTimeout, nameof(options.FrameTimeout));
        RequireTime(options.MaxFrameWait, nameof(options.MaxFrameWait));
        RequireTime(options.MaxSpeechWait, nameof(options.MaxSpeechWait));
        RequireTime(options.RetryEvery, nameof(options.RetryEvery));
        Require(
            options.AttemptFor >= TimeSpan.Zero && options.AttemptFor <= Longest,
            nameof(options.AttemptFor),
            "must be from 0 to 1 day");
        Require(options.ConcurrentStarts is >= 1 and <= 1000, nameof(options.ConcurrentStarts), "must be from 1 to 1000");
        for (var i = 0; i < options.EffectivePauses.Count; i++)
            RequireTime(options.EffectivePauses[i], $"{nameof(options.Pauses)}:{i}");

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsCertificates(string? path)
    {
        try
        {
            return path is null || SourceTrust.Read(path).Count > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
