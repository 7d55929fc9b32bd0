using Microsoft.Extensions.Options;

namespace Sluice.Server.Callbacks;

/// <summary>Reports every value of <see cref="CallbackOptions"/> that cannot work.</summary>
internal sealed class CallbackOptionsValidator : IValidateOptions<CallbackOptions>
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CallbackOptions options)
    {
        var errors = new List<string>();

        Check(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        Check(nameof(options.MaxAge), options.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        Check(nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, OneDay);
        Check(nameof(options.LanePatience), options.LanePatience, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Check(nameof(options.ShutdownGrace), options.ShutdownGrace, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(nameof(options.KeepDelivered), options.KeepDelivered, TimeSpan.Zero, TimeSpan.FromDays(3650));
        Check(nameof(options.KeepDead), options.KeepDead, TimeSpan.Zero, TimeSpan.FromDays(3650));
        Check(nameof(options.BreakerDelay), options.BreakerDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        Check(nameof(options.BreakerMaxDelay), options.BreakerMaxDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        if (options.BreakerMaxDelay < options.BreakerDelay)
        {
            errors.Add($"{Key(nameof(options.BreakerMaxDelay))}: must be at least BreakerDelay, {options.BreakerDelay}, but is {options.BreakerMaxDelay}");
        }

        CheckCount(nameof(options.BreakerFailures), options.BreakerFailures, 1000);
        CheckCount(nameof(options.Concurrency), options.Concurrency, 4096);
        CheckCount(nameof(options.EndpointConcurrency), options.EndpointConcurrency, 4096);
        if (options.Retries.Count > 1000)
        {
            errors.Add($"{Key(nameof(options.RetryDelays))}: must be at most 1000 delays, but there are {options.Retries.Count}");
        }

        for (var i = 0; i < options.Retries.Count; i++)
        {
            Check($"{nameof(options.RetryDelays)}:{i}", options.Retries[i], TimeSpan.Zero, OneDay);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string property, TimeSpan value, TimeSpan from, TimeSpan to)
        {
            if (value < from || value > to)
            {
                errors.Add($"{Key(property)}: must be from {from} to {to}, but is {value}");
            }
        }

        void CheckCount(string property, int value, int most)
        {
            if (value < 1 || value > most)
            {
                errors.Add($"{Key(property)}: must be from 1 to {most}, but is {value}");
            }
        }
    }

    private static string Key(string property) => $"{CallbackOptions.Section}:{property}";
}
