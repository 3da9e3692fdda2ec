using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>A frame that was chosen, for its period's report.</summary>
/// <param name="Frame">Borrowed.</param>
/// <param name="Why">Why.</param>
/// <param name="Key">Its key in the archive; empty where it is in none.</param>
internal readonly record struct KeptFrameFigure(Frame Frame, KeyframeRecord Why, string Key);
