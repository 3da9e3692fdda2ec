using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Abstractions;

namespace Sluice.Core.Config.Binding;

/// <summary>What attributes on a property ask of its value, or of each value of its list.</summary>
internal sealed class Limits
{
    public double? Least { get; private init; }

    public double? Most { get; private init; }

    public string? Pattern { get; private init; }

    public IReadOnlyList<string>? Allowed { get; private init; }

    /// <summary>The section whose ids the text must be one of.</summary>
    public string? Section { get; private init; }

    /// <summary>Whether an empty text is refused.</summary>
    public bool NotEmpty { get; private init; }

    /// <summary>Whether the numbers are parts of a whole, so that <c>10%</c> makes sense.</summary>
    public bool IsFraction => Least >= 0 && Most <= 1;

    /// <summary>Reads a property's attributes. A range of durations is in seconds when given as numbers, of sizes in bytes.</summary>
    public static Limits Of(PropertyInfo property)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        return new()
        {
            Least = Number(range, range?.Minimum),
            Most = Number(range, range?.Maximum),
            Pattern = property.GetCustomAttribute<RegularExpressionAttribute>()?.Pattern,
            Allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<string>().ToArray(),
            Section = property.GetCustomAttribute<ReferencesAttribute>()?.Section,
            NotEmpty = property.IsDefined(typeof(RequiredAttribute)),
        };
    }

    public bool Holds(double value) => !(value < Least) && !(value > Most);

    public bool Matches(string text) => Pattern == null || Regex.Match(text, Pattern) is { Success: true } match && match.Length == text.Length;

    /// <summary>The limits in words, to stand behind <c>a whole number</c>; empty when there are none.</summary>
    /// <param name="show">Writes a bound in the value's unit.</param>
    public string Words(Func<double, string> show) => (Least, Most) switch
    {
        ({ } least, { } most) when most < double.MaxValue && most < int.MaxValue => $" from {show(least)} to {show(most)}",
        ({ } least, { }) => $" of {show(least)} or more",
        _ => "",
    };

    private static double? Number(RangeAttribute? range, object? bound) => bound switch
    {
        null => null,
        string text when range!.OperandType == typeof(TimeSpan) => TimeSpan.Parse(text, CultureInfo.InvariantCulture).TotalSeconds,
        string text when ByteSize.TryParse(text, out var size) => size.Bytes,
        _ => Convert.ToDouble(bound, CultureInfo.InvariantCulture),
    };
}
