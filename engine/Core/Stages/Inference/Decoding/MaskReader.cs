using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// Reads masks of YOLOv8's segmentation: a sum of the prototypes in output 1, weighted by the last channels of the object's anchor, through
/// a sigmoid.
/// </summary>
/// <param name="masks">Number of prototypes.</param>
/// <param name="width">Columns of the model's input.</param>
/// <param name="height">Rows of the model's input.</param>
internal sealed class MaskReader(int masks, int width, int height) : IDetailReader
{
    private const int MostCells = 32; // a side: four times as fine as most uses need, and 1 KiB an object
    private readonly float[] _weights = new float[masks];

    /// <inheritdoc/>
    public ObjectDetails? Read(OutputSet outputs, int item, int row, in BoundingBox box, in Placement placement)
    {
        var (channels, anchors) = ((int)outputs.Shape(0)[1], (int)outputs.Shape(0)[2]);
        var image = outputs.Item(0, item);
        for (var i = 0; i < masks; i++) _weights[i] = image[((channels - masks + i) * anchors) + row];

        var prototypes = outputs.Item(1, item);
        var (rows, columns) = ((int)outputs.Shape(1)[2], (int)outputs.Shape(1)[3]);
        // The part of the prototypes that the box covers, after it was clipped to the frame.
        var left = (((box.X1 - placement.AreaX) * placement.ScaleX) + placement.Left) * columns / width;
        var top = (((box.Y1 - placement.AreaY) * placement.ScaleY) + placement.Top) * rows / height;
        var across = box.Width * placement.ScaleX * columns / width;
        var down = box.Height * placement.ScaleY * rows / height;
        if (!(across > 0) || !(down > 0)) return null;

        var (cellsX, cellsY) = (Math.Clamp((int)Math.Ceiling(across), 1, MostCells), Math.Clamp((int)Math.Ceiling(down), 1, MostCells));
        var cells = new byte[cellsX * cellsY];
        for (var y = 0; y < cellsY; y++)
        {
            var from = Math.Clamp((int)(top + ((y + 0.5) * down / cellsY)), 0, rows - 1);
            for (var x = 0; x < cellsX; x++)
            {
                var at = (from * columns) + Math.Clamp((int)(left + ((x + 0.5) * across / cellsX)), 0, columns - 1);
                var sum = 0f;
                for (var i = 0; i < masks; i++) sum += _weights[i] * prototypes[(i * rows * columns) + at];
                cells[(y * cellsX) + x] = (byte)MathF.Round(255 * ClassReader.Sigmoid(sum));
            }
        }

        return new() { Mask = new(cellsX, cellsY, ImmutableCollectionsMarshal.AsImmutableArray(cells)) };
    }
}
