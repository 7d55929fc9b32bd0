using System.CommandLine;
using Sluice.Cli.Calls;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice submit</c>: has a stream moderated, prints the requestId that names it.</summary>
internal sealed class SubmitCommand : Command
{
    private readonly Option<Uri> _server = CommonOptions.Server();
    private readonly Option<string> _key = CommonOptions.Key();
    private readonly Option<string> _url = new("--url") { Description = "The stream: rtmp, rtmps, HTTP-FLV or HLS", HelpName = "URL", Required = true };
    private readonly Option<string> _imgCallback = new("--img-callback") { Description = "Where results of frames go", HelpName = "URL", Required = true };
    private readonly Option<string?> _audioCallback = new("--audio-callback") { Description = "Where results of sound go; asks for sound to be moderated", HelpName = "URL" };
    private readonly Option<string> _imgType = new("--img-type") { Description = "Risk types of frames, joined by _", HelpName = "TYPES", DefaultValueFactory = _ => Submission.DefaultImgType };
    private readonly Option<string?> _audioType = new("--audio-type") { Description = $"Risk types of sound, joined by _ (default with --audio-callback: {Submission.DefaultAudioType})", HelpName = "TYPES" };
    private readonly Option<string?> _lang = new("--lang") { Description = "Language of speech and on-screen text: zh, en or ar", HelpName = "LANG" };
    private readonly Option<double?> _every = new("--every") { Description = "Seconds between frames, 1 to 60 (default: the server's 3)", HelpName = "SECONDS", CustomParser = CommonOptions.ReadNumber };
    private readonly Option<bool> _all = new("--all") { Description = "Call back every frame and segment, not only risky ones" };
    private readonly Option<bool> _finish = new("--finish") { Description = "Call back the end too" };
    private readonly Option<string?> _room = new("--room") { Description = "The live room, echoed in callbacks: close --room closes all of its streams", HelpName = "ROOM" };
    private readonly Option<string> _app = new("--app") { Description = "The appId", HelpName = "APP", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _tokenId = new("--token-id") { Description = "The end user's account", HelpName = "ID", DefaultValueFactory = _ => "sluice-cli" };
    private readonly Option<bool> _json = CommonOptions.Json("Print the answer as it came");

    public SubmitCommand()
        : base("submit", "Submit a live stream; prints its requestId")
    {
        foreach (var option in new Option[]
        {
            _server, _key, _url, _imgCallback, _audioCallback, _imgType, _audioType, _lang, _every, _all, _finish, _room, _app, _tokenId, _json,
        })
            Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var submission = new Submission
        {
            AccessKey = result.GetValue(_key)!,
            Url = result.GetValue(_url)!,
            ImgCallback = result.GetValue(_imgCallback)!,
            AudioCallback = result.GetValue(_audioCallback),
            ImgType = result.GetValue(_imgType)!,
            AudioType = result.GetValue(_audioType),
            AppId = result.GetValue(_app)!,
            TokenId = result.GetValue(_tokenId)!,
            Language = result.GetValue(_lang),
            Every = result.GetValue(_every),
            ReturnAll = result.GetValue(_all),
            ReturnFinishInfo = result.GetValue(_finish),
            Room = result.GetValue(_room),
        };
        var answer = await ServerCall.PostAsync(result.GetValue(_server)!, ServerCall.SubmitPath, submission.ToJson(), cancellationToken);
        var io = result.InvocationConfiguration;
        return await ServerCall.ShowAsync(answer, result.GetValue(_json), io.Output, io.Error);
    }
}
