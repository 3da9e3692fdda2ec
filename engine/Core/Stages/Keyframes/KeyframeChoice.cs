using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A frame that was chosen, its picture's name in the temporary store, and why.</summary>
/// <param name="Frame">The frame without its pixels; owned by whoever holds the choice.</param>
/// <param name="Picture">Its picture, now the holder's to keep or discard.</param>
/// <param name="Why">Why, with everything the archive writes beside the picture.</param>
internal sealed record KeyframeChoice(Frame Frame, CandidatePicture Picture, KeyframeRecord Why);
