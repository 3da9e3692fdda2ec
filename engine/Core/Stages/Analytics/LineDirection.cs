namespace Sluice.Core.Stages.Analytics;

/// <summary>Which crossings of a line count.</summary>
public enum LineDirection
{
    /// <summary>Both ways.</summary>
    Both,

    /// <summary>To the left of the line, looking along it as displayed.</summary>
    In,

    /// <summary>To the right of it.</summary>
    Out,
}
