using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Reads keypoints of YOLOv8's pose: after the scores x and y in input pixels and the visibility of each, channels first.</summary>
/// <param name="first">The channel at which they start.</param>
internal sealed class KeypointReader(int first) : IDetailReader
{
    /// <summary>Numbers a keypoint.</summary>
    public const int Numbers = 3;

    /// <inheritdoc/>
    public ObjectDetails Read(OutputSet outputs, int item, int row, in BoundingBox box, in Placement placement)
    {
        var (channels, anchors) = ((int)outputs.Shape(0)[1], (int)outputs.Shape(0)[2]);
        var image = outputs.Item(0, item);
        var points = new Keypoint[(channels - first) / Numbers];
        for (var i = 0; i < points.Length; i++)
        {
            var at = ((first + (i * Numbers)) * anchors) + row;
            var place = placement.ToFrame(new(image[at], image[at + anchors], image[at], image[at + anchors]));
            points[i] = new(place.X1, place.Y1, Math.Clamp(image[at + (2 * anchors)], 0, 1));
        }

        return new() { Keypoints = ImmutableCollectionsMarshal.AsImmutableArray(points) };
    }
}
