using System.CommandLine;
using Sluice.Cli.Judging;
using Sluice.Cli.Policies;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Pulling;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice judge</c>: judges images, videos and sound without a server.</summary>
internal sealed class JudgeCommand : Command
{
    private const int MaxInterval = 60;

    private readonly Argument<string[]> _files = new("FILE") { Description = "Images, videos and sound, of any kind that ffmpeg reads", Arity = ArgumentArity.OneOrMore };
    private readonly Option<TypeSet> _types = Types("--types", TypeVocabulary.ImageRisk, "imgType, e.g. EROTIC_QRCODE (default: all that can be judged here; none where other types are given)");
    private readonly Option<TypeSet> _business = Types(
        "--business", TypeVocabulary.ImageBusiness, "imgBusinessType, e.g. AGE_GENDER (default: all that can be served here; none where other types are given)");
    private readonly Option<TypeSet> _audio = Types("--audio-types", TypeVocabulary.AudioRisk, "audioType, e.g. DIRTY_ADVERT (default: as with --types)");
    private readonly Option<TypeSet> _audioBusiness = Types("--audio-business", TypeVocabulary.AudioBusiness, "audioBusinessType, e.g. LANGUAGE (default: as with --business)");
    private readonly Option<int?> _every = new("--every")
    {
        Description = "Seconds between frames of a video, 1 to 60 (default 3)",
        HelpName = "N",
        CustomParser = CommonOptions.ReadWholeNumber,
    };
    private readonly Option<string?> _compare = new("--compare") { Description = "imgCompareBase: the URL or the Base64 of a picture of whom FACECOMPARE looks for", HelpName = "BASE" };
    private readonly Option<string> _language = new Option<string>("--lang") { Description = "Of descriptions", DefaultValueFactory = _ => "en" }.AcceptOnlyFromAmong("en", "zh");
    private readonly Option<string> _textLanguage = new Option<string>("--text-lang") { Description = "data.lang: of text in pictures, and of what is said", DefaultValueFactory = _ => "zh" }.AcceptOnlyFromAmong("zh", "en", "ar");
    private readonly Option<bool> _pretty = new("--pretty") { Description = "Print a table, and write a small picture of each frame" };
    private readonly Option<string?> _thumbnails = new("--thumbnails") { Description = "Where --pretty writes pictures (default: a new folder for temporary files)", HelpName = "DIR" };
    private readonly PolicyOptions _policy = new();
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly TimeProvider _time;

    public JudgeCommand(TimeProvider time)
        : base("judge", "Judge images, videos and sound here, without a server: a line of JSON for each frame, and for each 10 s of sound")
    {
        _time = time;
        _every.Validators.Add(result =>
        {
            if (result.GetValue(_every) is < 1 or > MaxInterval)
                result.AddError($"--every: must be from 1 to {MaxInterval}");
        });
        Add(_files);
        foreach (var option in (Option[])[_types, _business, _audio, _audioBusiness, _every, _compare, _language, _textLanguage, _pretty, _thumbnails, _data])
            Add(option);
        _policy.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        await using var judge = await OfflineJudge.StartAsync(
            CommonOptions.DataFolderOf(result, _data), _policy.FileOf(result), _policy.ScopeOf(result), cancellationToken);
        var printer = Printer(result);
        var (wants, sound) = Wants(result, judge);
        var files = new MediaJudge(
            wants is null ? null : new FileJudge(judge, wants, result.GetValue(_every) ?? 3, _time),
            sound is null ? null : new SoundJudge(judge.Sound(sound), _time),
            printer);
        var failed = false;
        foreach (var file in result.GetValue(_files)!)
        {
            try
            {
                await files.JudgeAsync(file, cancellationToken);
            }
            catch (Exception failure) when (failure is MediaFileException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                failed = true;
                await io.Error.WriteLineAsync($"sluice: {file}: {failure.Message}");
            }
        }

        await printer.EndAsync();
        if (files.HasHeard && judge.NotUnderstood(sound!.Language) is { } why)
            await io.Error.WriteLineAsync($"sluice: what is said is not understood: speech of language {sound.Language}: {why}");
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>Of a file's frames and of its sound; null: nothing is wanted of them.</summary>
    private (FrameWants? Frames, SoundWants? Sound) Wants(ParseResult result, OfflineJudge judge)
    {
        var language = result.GetValue(_textLanguage)!;
        TypeSet?[] given = [result.GetValue(_types), result.GetValue(_business), result.GetValue(_audio), result.GetValue(_audioBusiness)];
        var isAll = Array.TrueForAll(given, set => set is null);
        IReadOnlyList<string>[] types = isAll
            ? [judge.RiskTypes, judge.BusinessTypes, judge.AudioTypes(language), judge.AudioBusinessTypes(language)]
            : [.. given.Select(set => set ?? TypeSet.Empty)];
        return (
            isAll || types[0].Count + types[1].Count > 0
                ? new FrameWants(types[0], types[1]) { CompareBase = result.GetValue(_compare), Language = language }
                : null,
            isAll || types[2].Count + types[3].Count > 0 ? new SoundWants(Tenant: "", types[2], types[3], language) : null);
    }

    private IJudgementPrinter Printer(ParseResult result)
    {
        var output = result.InvocationConfiguration.Output;
        var language = result.GetValue(_language) == "zh" ? MessageLanguage.Chinese : MessageLanguage.English;
        return result.GetValue(_pretty)
            ? new TableJudgementPrinter(output, language, Thumbnails(result.GetValue(_thumbnails)))
            : new JsonJudgementPrinter(output, language);
    }

    private static string Thumbnails(string? asked)
    {
        try
        {
            return (asked is null ? Directory.CreateTempSubdirectory("sluice-judge-") : Directory.CreateDirectory(asked)).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--thumbnails: {failure.Message}");
        }
    }

    private static Option<TypeSet> Types(string name, TypeVocabulary vocabulary, string description) => new(name)
    {
        Description = description,
        HelpName = "TYPES",
        CustomParser = argument =>
        {
            if (TypeSet.TryParse(argument.Tokens[0].Value, vocabulary, out var set, out var unknown))
                return set;
            argument.AddError($"{name}: '{unknown}' is no type{(vocabulary.Names.Count > 0 ? $"; there are {string.Join(", ", vocabulary.Names)}" : "")}");
            return TypeSet.Empty;
        },
    };
}
