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

            if (known.TryGetValue(key, out var type))
            {
                if (!Converts(value, type))
                {
                    yield return $"{key}: '{value}' is not {Form(type)}";
                }
            }
            else if (!known.TryGetValue(Parent(key), out var list) || !IsList(list))
            {
                yield return $"{key}: there is no such setting";
            }
            else if (!Converts(value, ElementOf(list)))
            {
                yield return $"{key}: '{value}' is not {Form(ElementOf(list))}";
            }
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static string Parent(string key) => key[..key.LastIndexOf(':')];

    private static bool IsList(Type type) => type != typeof(string) && ElementOf(type) != typeof(object);

    private static Type ElementOf(Type list) =>
        list.IsArray ? list.GetElementType()!
        : list.IsGenericType && list.GetGenericArguments() is [var element] ? element
        : typeof(object);

    private static bool Converts(string value, Type type)
    {
        if (IsList(type) && Nullable.GetUnderlyingType(type) is null)
        {
            // A list is given element by element; an empty value empties it.
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
            : type == typeof(double) ? "a number"
            : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : IsList(type) ? "a list: write its elements under :0, :1 and so on"
            : $"a {type.Name}";
    }
}
