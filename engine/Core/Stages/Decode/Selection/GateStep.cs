namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a gate wants done with a packet.</summary>
internal enum GateStep
{
    /// <summary>Nothing: it is kept for a while, in case something began with it.</summary>
    Skip,

    /// <summary>Its picture is to be decoded and shown to the gate, which then decides.</summary>
    Look,

    /// <summary>Its frame is to be handed on.</summary>
    Decode,
}
