using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Protocol;
using Sluice.Server.Api.Calls;
using Sluice.Server.Api.Keys;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Lists;

/// <summary><c>POST /api/v1/lists/create</c> (protocol §8).</summary>
internal sealed class CreateListEndpoint(IStore store, TimeProvider time) : IApiOperation
{
    public KeyPermissions Permission => KeyPermissions.Close;

    public IReadOnlySet<string> Parameters { get; } = new[]
    {
        "accessKey", "name", "kind", "colour", "mode", "level", "riskLabel1", "riskLabel2", "riskLabel3", "types",
    }.ToFrozenSet();

    public MessageLanguage? LanguageOf(JsonElement body) => null;

    public async Task<Outcome> RunAsync(ParameterReader parameters, KeyRow key, Attempts attempts)
    {
        var name = OwnList.Name(parameters);
        if (name.Any(char.IsControl))
        {
            parameters.Fail("name", "must hold no control characters");
        }

        var settings = Read(parameters);
        if (parameters.Failed)
        {
            return Outcome.Invalid(parameters.Reason);
        }

        var now = time.GetUtcNow();
        var list = new ListRow { Tenant = key.Tenant.Name, Name = name, Settings = settings!, CreatedAt = now, ChangedAt = now };
        return await attempts.RunAsync(token => store.CreateListAsync(list, token)) switch
        {
            ListCreation.Created => Outcome.Answered((id, message) => new ListAnswer
            {
                RequestId = id,
                Code = ResponseCode.Success,
                Message = message,
                List = ListView.Of(list),
            }),
            ListCreation.TooMany => Outcome.Invalid($"name: at most {ListLimits.Lists} lists"),
            _ => Outcome.Invalid("name: there is a list of this name"),
        };
    }

    private static ListSettings? Read(ParameterReader parameters)
    {
        var (kind, colour) = (parameters.OneOf("kind", ListNames.Kinds), parameters.OneOf("colour", ListNames.Colours));
        var form = new ListForm(Given(parameters, "kind", kind), Given(parameters, "colour", colour))
        {
            Mode = parameters.OneOf("mode", ListNames.Modes),
            Level = parameters.OneOf("level", ListNames.Levels),
            Labels = Labels(parameters),
            Types = parameters.Strings("types", ListNames.Types.Length, ListLimits.LabelLength),
        };
        if (parameters.Failed)
        {
            return null;
        }

        var settings = form.Read(out var parameter, out var problem);
        if (settings is null)
        {
            parameters.Fail(parameter, problem);
        }

        return settings;
    }

    private static string Given(ParameterReader parameters, string name, string? value)
    {
        if (value is null)
        {
            parameters.Fail(name, "missing");
        }

        return value ?? "";
    }

    private static string[]? Labels(ParameterReader parameters)
    {
        var one = parameters.Optional("riskLabel1", ListLimits.LabelLength);
        var two = parameters.Optional("riskLabel2", ListLimits.LabelLength);
        var three = parameters.Optional("riskLabel3", ListLimits.LabelLength);
        if (one is null && (two ?? three) is not null)
        {
            parameters.Fail("riskLabel1", "missing");
        }

        return one is null ? null : [one, two ?? one, three ?? two ?? one];
    }
}
