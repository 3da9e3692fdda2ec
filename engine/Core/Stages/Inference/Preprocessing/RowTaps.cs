namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>A row of a plane and the table that says which of its samples to take. Made by <see cref="TapTable.Over"/>, which checks them.</summary>
internal readonly ref struct RowTaps
{
    /// <summary>The row's first sample.</summary>
    public readonly ref byte Row;

    /// <summary>Where the windows of each shuffle start, in bytes of the row.</summary>
    public readonly ref int Starts;

    /// <summary>What each shuffle chooses.</summary>
    public readonly ref byte Choices;

    /// <summary>Windows that follow each other from a start on.</summary>
    public readonly int Windows;

    /// <summary>Puts them together.</summary>
    public RowTaps(ref byte row, ref int starts, ref byte choices, int windows)
    {
        Row = ref row;
        Starts = ref starts;
        Choices = ref choices;
        Windows = windows;
    }
}
