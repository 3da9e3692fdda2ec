using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <summary>Why a stream could not be opened, or was lost.</summary>
/// <param name="Reason">The kind, for counting.</param>
/// <param name="Message">For people; without secrets.</param>
internal sealed record StreamFault(FaultReason Reason, string Message);
