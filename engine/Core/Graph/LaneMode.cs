namespace Sluice.Core.Graph;

/// <summary>What a lane does with frames that come.</summary>
internal enum LaneMode
{
    /// <summary>Queues them for its stage.</summary>
    Open,

    /// <summary>Ends them as failed: its stage does not come back from a call.</summary>
    Hung,

    /// <summary>Drops them: the engine stops.</summary>
    Closed,
}
