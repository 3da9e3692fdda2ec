namespace Sluice.Core.Graph;

/// <summary>Where a lane's call into its stage stands.</summary>
internal enum CallState
{
    /// <summary>No call.</summary>
    Idle,

    /// <summary>In time.</summary>
    Running,

    /// <summary>Past its deadline; it was asked to stop.</summary>
    Overdue,

    /// <summary>Given up: its frames are accounted for, its pictures kept until it comes back, if ever.</summary>
    Abandoned,
}
