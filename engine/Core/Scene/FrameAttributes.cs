using System.Text.Json.Serialization;

namespace Sluice.Core.Scene;

/// <summary>What holds for a whole frame.</summary>
/// <param name="Camera">The placement, in lower case.</param>
/// <param name="Light"><c>day</c>, <c>dusk</c> or <c>night</c>.</param>
/// <param name="Rain">0 to 1.</param>
/// <param name="Activity"><c>busy</c> or <c>quiet</c>, as scheduled.</param>
/// <param name="Event">The rare events that show, joined by <c>+</c>; absent when there is none.</param>
public sealed record FrameAttributes(
    [property: JsonPropertyName("camera")] string Camera,
    [property: JsonPropertyName("light")] string Light,
    [property: JsonPropertyName("rain")] double Rain,
    [property: JsonPropertyName("activity")] string Activity,
    [property: JsonPropertyName("event"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Event);
