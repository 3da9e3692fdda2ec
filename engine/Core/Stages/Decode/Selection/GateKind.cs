using System.ComponentModel;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What decides which packets of a source are worth decoding.</summary>
public enum GateKind
{
    /// <summary>Nothing: all of them are.</summary>
    [Description("Decode everything.")]
    None,

    /// <summary>Activity in the compressed stream.</summary>
    [Description("Decode everything while something happens, and a few intra frames while nothing does; told from packets alone.")]
    Activity,
}
