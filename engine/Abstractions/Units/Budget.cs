using System.Globalization;

namespace Sluice.Abstractions;

/// <summary>How many of something may be spent: a rate (<c>60/h</c>) or a total for the whole input (<c>24</c>).</summary>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Period">The time they are for; null for the whole input of each source.</param>
public readonly record struct Budget(int Count, TimeSpan? Period)
{
    /// <summary>Reads <c>60/h</c>, <c>5/min</c>, <c>1/s</c>, <c>500/d</c> or a bare count.</summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">The budget, when the answer is true.</param>
    /// <returns>Whether the text is a budget.</returns>
    public static bool TryParse(string text, out Budget budget)
    {
        budget = default;
        var parts = text.Split('/', 2, StringSplitOptions.TrimEntries);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1) return false;
        if (parts.Length == 1)
        {
            budget = new(count, null);
            return true;
        }

        TimeSpan? period = parts[1] switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" or "min" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };
        if (period == null) return false;
        budget = new(count, period);
        return true;
    }

    /// <summary>The text it is written as.</summary>
    public override string ToString() => Period switch
    {
        null => Count.ToString(CultureInfo.InvariantCulture),
        { TotalSeconds: 1 } => $"{Count}/s",
        { TotalMinutes: 1 } => $"{Count}/min",
        { TotalHours: 1 } => $"{Count}/h",
        _ => $"{Count}/d",
    };
}
