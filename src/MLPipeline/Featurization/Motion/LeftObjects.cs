using System.Runtime.Intrinsics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Ages what was not there and stays: a pixel grows older while it is foreground, still and no shadow, and younger else.
/// It counts only where this clip has shown the background before: what stood there from the start was not left.
/// </summary>
internal sealed class LeftObjects
{
    private const float Stillness = 0.75f * MotionOptions.ForegroundFloor;
    private const float Contrast = 2;
    private const float Gone = 8;
    private const float Shown = 5;

    private readonly Camera _camera;
    private readonly PlaneFilter _blur;
    private readonly Plane _slow;
    private readonly Plane _age;
    private readonly Plane _seen;
    private readonly Plane _mean;
    private readonly float _step;
    private readonly float _follow;

    public LeftObjects(Camera camera, double rate)
    {
        var (width, height) = (camera.Width, camera.Height);
        (_camera, _step, _follow) = (camera, (float)(1 / rate), (float)(1 - Math.Pow(0.8, 1 / rate)));
        _blur = PlaneFilter.Mean(width, height, 1);
        (_slow, _age, _seen, _mean) = (new(width, height), new(width, height), new(width, height), new(width, height));
    }

    /// <summary>Takes the next frame.</summary>
    public void Step(Plane smooth, Plane background, Plane mask, bool first)
    {
        if (first)
        {
            smooth.Values.CopyTo(_slow.Values, 0);
        }

        var (now, slow, back, threshold, moving) = (smooth.Values, _slow.Values, background.Values, _camera.Threshold.Values, mask.Values);
        var (age, seen) = (_age.Values, _seen.Values);
        var (stillness, contrast, follow) = (Vector256.Create(Stillness), Vector256.Create(Contrast), Vector256.Create(_follow));
        var (older, gone, shown) = (Vector256.Create(_step), Vector256.Create(Gone * _step), Vector256.Create(Shown));
        for (var i = 0; i < now.Length; i += Vector256<float>.Count)
        {
            var value = Vector256.LoadUnsafe(ref now[i]);
            var kept = Vector256.LoadUnsafe(ref slow[i]);
            var still = Vector256.LessThan(Vector256.Abs(value - kept), stillness)
                & Vector256.GreaterThan(Vector256.Abs(value - Vector256.LoadUnsafe(ref back[i])), contrast * Vector256.LoadUnsafe(ref threshold[i]));
            (kept + (follow * (value - kept))).StoreUnsafe(ref slow[i]);
            var foreground = Vector256.GreaterThan(Vector256.LoadUnsafe(ref moving[i]), Vector256<float>.Zero);
            var change = Vector256.ConditionalSelect(foreground, Vector256.ConditionalSelect(still, older, -older), -gone);
            var been = Vector256.Min(Vector256.LoadUnsafe(ref seen[i]) + Vector256.AndNot(older, foreground), shown);
            been.StoreUnsafe(ref seen[i]);
            var grown = Vector256.Max(Vector256.LoadUnsafe(ref age[i]) + change, Vector256<float>.Zero);
            (grown & Vector256.GreaterThanOrEqual(been, shown)).StoreUnsafe(ref age[i]);
        }
    }

    /// <summary>The greatest age in each cell, of the mean over 3 x 3 pixels; nothing in the cells at the left and right edge.</summary>
    public void CopyTo(float[] cells)
    {
        _blur.Apply(_age, _mean);
        Array.Clear(cells);
        for (var y = 0; y < _mean.Height; y++)
        {
            var row = _mean.Row(y);
            var start = y / MotionOptions.Cell * _camera.Columns;
            for (var x = MotionOptions.Border * MotionOptions.Cell; x < row.Length - (MotionOptions.Border * MotionOptions.Cell); x++)
            {
                ref var cell = ref cells[start + (x / MotionOptions.Cell)];
                cell = Math.Max(cell, row[x]);
            }
        }
    }

    /// <summary>Forgets all ages, and that the background has been seen.</summary>
    public void Clear()
    {
        Array.Clear(_age.Values);
        Array.Clear(_seen.Values);
    }
}
