using Microsoft.Extensions.Options;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection;

/// <summary>Names every setting of <see cref="DetectionOptions"/> that is out of range.</summary>
internal sealed class DetectionOptionsValidator : IValidateOptions<DetectionOptions>
{
    public ValidateOptionsResult Validate(string? name, DetectionOptions options)
    {
        List<string> errors = [];
        Whole(nameof(options.Workers), options.Workers, 256);
        Whole(nameof(options.QueueLength), options.QueueLength, 100_000);
        Whole(nameof(options.MaxBatch), options.MaxBatch, 64);
        Whole(nameof(options.ModelThreads), options.ModelThreads, 64);
        if (string.IsNullOrWhiteSpace(options.ModelFolder))
        {
            errors.Add($"{DetectionOptions.Section}:{nameof(options.ModelFolder)}: must name a folder");
        }

        if (options.DetectorTimeout < TimeSpan.FromMilliseconds(10) || options.DetectorTimeout > TimeSpan.FromMinutes(10))
        {
            errors.Add($"{DetectionOptions.Section}:{nameof(options.DetectorTimeout)}: must be from 00:00:00.010 to 00:10:00");
        }

        errors.AddRange(options.Models.SelectMany(model => OwnModelValidator.Errors(model.Key, model.Value, options.ModelFolder ?? "")));
        errors.AddRange(options.SoundModels.SelectMany(model => OwnSoundValidator.Errors(model.Key, model.Value, options.ModelFolder ?? "")));
        if (options.UnchangedFor < TimeSpan.Zero || options.UnchangedFor > TimeSpan.FromHours(1))
        {
            errors.Add($"{DetectionOptions.Section}:{nameof(options.UnchangedFor)}: must be from 0 to 01:00:00");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Whole(string setting, int value, int most)
        {
            if (value < 1 || value > most)
            {
                errors.Add($"{DetectionOptions.Section}:{setting}: must be from 1 to {most}");
            }
        }
    }
}
