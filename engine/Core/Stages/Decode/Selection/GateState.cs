namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a gate makes of its source at the moment.</summary>
public enum GateState
{
    /// <summary>It does not know yet what quiet looks like; everything is decoded.</summary>
    Learning,

    /// <summary>Nothing happens; only intra frames at the floor rate are decoded.</summary>
    Quiet,

    /// <summary>Something happens; everything is decoded.</summary>
    Active,

    /// <summary>Packets can't tell quiet from activity; everything is decoded, and the log says why.</summary>
    Blind,
}
