using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Sluice.Server.Hosting;

/// <summary>
/// Finds what binding would pass over or stop at: a key under <c>Sluice</c> that no option has (a typing error), and a value
/// that is not of its option's type.
/// </summary>
internal static class SettingsCheck
{
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="rooms">Each room's section and options class.</param>
    /// <returns>Every error, each naming its full key.</returns>
    public static IEnumerable<string> Errors(IConfiguration configuration, IReadOnlyList<(string Section, Type Options)> rooms)
    {
        var known = rooms.SelectMany(room => Properties(room.Options)
                .Select(property => (Key: $"{room.Section}:{property.Name}", Type: property.PropertyType)))
            .ToDictionary(option => option.Key, option => option.Type, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in configuration.AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is null || !key.StartsWith(ServerOptions.Section + ":", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (TypeOf(key, known) is not { } type)
            {
                yield return $"{key}: there is no such setting";
            }
            else if (!Converts(value, type))
            {
                yield return $"{key}: '{value}' is not {Form(type)}";
            }
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    /// <summary>Of an option, or of what is within one: an element of a list, a value of a dictionary, a setting of a section.</summary>
    private static Type? TypeOf(string key, Dictionary<string, Type> known)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf(':', end - 1))
        {
            if (known.TryGetValue(key[..end], out var type))
            {
                return key[end..].Split(':', StringSplitOptions.RemoveEmptyEntries).Aggregate((Type?)type, Within);
            }
        }

        return null;
    }

    private static Type? Within(Type? type, string name) =>
        type is null ? null
        : IsList(type) ? ElementOf(type)
        : IsDictionary(type) ? type.GetGenericArguments()[1]
        : IsSection(type) ? Properties(type).FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.PropertyType
        : null;

    private static bool IsList(Type type) =>
        type != typeof(string) && Nullable.GetUnderlyingType(type) is null && ElementOf(type) != typeof(object);

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>);

    private static bool IsSection(Type type) => type.IsClass && type.Assembly == typeof(SettingsCheck).Assembly;

    private static Type ElementOf(Type list) =>
        list.IsArray ? list.GetElementType()!
        : list.IsGenericType && list.GetGenericArguments() is [var element] ? element
        : typeof(object);

    private static bool Converts(string value, Type type)
    {
        if (IsList(type) || IsDictionary(type) || IsSection(type))
        {
            // It is given element by element; an empty value empties it.
            return value.Length == 0;
        }

        try
        {
            TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Form(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(TimeSpan) ? "a time span such as 00:00:05"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(float) ? "a number"
            : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : IsList(type) ? "a list: write its elements under :0, :1 and so on"
            : IsDictionary(type) || IsSection(type) ? "a section: write its settings under it"
            : $"a {type.Name}";
    }
}
