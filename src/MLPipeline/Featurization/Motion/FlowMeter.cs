using System.Runtime.Intrinsics;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Walks through one clip frame by frame and measures what moves: foreground against a background that is slowly updated,
/// and motion by the flow equations of Lucas and Kanade (1981), summed over the foreground of a window and the last frames.
/// Its memory does not depend on the length of the clip. A cell is four pixels wide, so one vector is one row of a cell.
/// </summary>
public sealed class FlowMeter
{
    private const int Sums = 6;
    private const float Ridge = 0.1f;

    /// <summary>Where so much more of the picture is foreground at once, it is asked whether only its tone has changed.</summary>
    private const float Doubtful = 0.3f;

    private const int Lanes = 4;

    private readonly Camera _camera;
    private readonly AreaResize _resize;
    private readonly PlaneFilter _smoothing;
    private readonly PlaneFilter _blur;
    private readonly WindowSums _windows;
    private readonly LeftObjects _left;
    private readonly Shake? _shake;
    private readonly Plane _image;
    private readonly Plane _moved;
    private readonly Plane _background;
    private readonly Plane _difference;
    private readonly Plane _mask;
    private readonly Plane _mean;
    private readonly float[] _now;
    private readonly MotionFrame _motion;
    private readonly float _rate;
    private readonly Relighting _relighting;
    private Plane _smooth;
    private Plane _previous;
    private bool _started;
    private Tone _tone = Tone.Same;

    /// <summary>Starts a clip.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="rate">Frames a second of this clip as a multiple of the training clips': all memories follow it, and speeds are per training frame.</param>
    /// <param name="sourceWidth">Width of this clip's pictures, where it is not the camera's.</param>
    /// <param name="sourceHeight">Their height.</param>
    public FlowMeter(Camera camera, double rate = 1, int? sourceWidth = null, int? sourceHeight = null)
    {
        var (width, height) = (camera.Width, camera.Height);
        (_camera, _rate) = (camera, (float)rate);
        _resize = new AreaResize(sourceWidth ?? camera.SourceWidth, sourceHeight ?? camera.SourceHeight, width, height);
        _smoothing = PlaneFilter.Gauss(width, height, 1, 3);
        _blur = PlaneFilter.Mean(width, height, 1);
        _windows = new WindowSums(camera.Columns, camera.Rows, Sums, Math.Max(2, (int)Math.Round(camera.Memory * rate)));
        _left = new LeftObjects(camera, rate);
        _relighting = new Relighting(camera, rate);
        _shake = camera.Steady ? new Shake(camera.Background) : null;
        _background = camera.Background.Copy();
        (_image, _moved, _difference, _mask) = (new(width, height), new(width, height), new(width, height), new(width, height));
        (_smooth, _previous) = (new(width, height), new(width, height));
        _mean = new Plane(width + (2 * Lanes), height);
        _now = new float[Sums * camera.Columns * camera.Rows];
        _motion = new MotionFrame(camera.Columns, camera.Rows);
    }

    /// <summary>The picture at the working scale, after light and shake were taken out.</summary>
    public Plane Image => _camera.Steady ? _moved : _image;

    /// <summary>Foreground of the last frame: 1, else 0.</summary>
    public Plane Mask => _mask;

    /// <summary>The background as it is now.</summary>
    public Plane Background => _background;

    /// <summary>How often the background was learnt anew in this clip, because nearly the whole picture had changed and stayed so.</summary>
    public int Relearned => _relighting.Count;

    /// <summary>How often the tone of the whole picture had changed in this clip, so that it was taken back.</summary>
    public int Retoned { get; private set; }

    /// <summary>Measures the next frame.</summary>
    /// <param name="pixels">Grey levels at the camera's size, row by row.</param>
    /// <returns>What moves; the same object every time. The first frame of a clip has no motion yet: it takes the values of the second.</returns>
    public MotionFrame Step(ReadOnlySpan<byte> pixels)
    {
        _resize.Apply(pixels, _image);
        _tone.Undo(_image);
        Steady();
        var before = _started ? _motion.Filled : 0;
        _motion.Filled = FindForeground();
        if (_motion.Filled > before + Doubtful && !_camera.Light && Retone())
        {
            Steady();
            _motion.Filled = FindForeground();
            _left.Clear();
            _started = false;
        }

        FollowBackground();
        (_smooth, _previous) = (_previous, _smooth);
        _smoothing.Apply(Image, _smooth);
        if (!_started)
        {
            _smooth.Values.CopyTo(_previous.Values, 0);
        }

        Sum();
        _windows.Add(_now, keep: _started);
        Solve();
        _left.Step(_smooth, _background, _mask, first: !_started);
        _left.CopyTo(_motion.Age);
        if (_relighting.Step(_motion.Filled, Image, _background))
        {
            _left.Clear();
        }

        _started = true;
        return _motion;
    }

    /// <summary>Takes out what light and shake do.</summary>
    private void Steady()
    {
        if (_camera.Light)
        {
            Light.Normalise(_image, _background);
        }

        if (_shake is not null)
        {
            Shake.Move(_image, _shake.ShiftOf(_image), _moved);
        }
    }

    /// <summary>Where much of the picture is foreground, tries whether only the tone has changed.</summary>
    private bool Retone()
    {
        var (change, before) = (Tone.Of(_image, _background), _motion.Filled);
        change.Undo(_image);
        if (_shake is not null)
        {
            Shake.Move(_image, _shake.ShiftOf(_image), _moved);
        }

        if (FindForeground() > before / 2)
        {
            for (var i = 0; i < _image.Values.Length; i++)
            {
                _image.Values[i] = (_image.Values[i] * change.Gain) + change.Offset;
            }

            return false;
        }

        _tone = change.After(_tone);
        Retoned++;
        return true;
    }

    /// <summary>Compares with the background.</summary>
    /// <returns>The share of the picture that is foreground.</returns>
    private float FindForeground()
    {
        var (image, background, difference, mask) = (Image.Values, _background.Values, _difference.Values, _mask.Values);
        for (var i = 0; i < image.Length; i += Vector256<float>.Count)
        {
            Vector256.Abs(Vector256.LoadUnsafe(ref image[i]) - Vector256.LoadUnsafe(ref background[i])).StoreUnsafe(ref difference[i]);
        }

        _blur.Apply(_difference, _difference);
        var filled = Vector256<float>.Zero;
        for (var i = 0; i < image.Length; i += Vector256<float>.Count)
        {
            var moving = Vector256.GreaterThan(Vector256.LoadUnsafe(ref difference[i]), Vector256.LoadUnsafe(ref _camera.Threshold.Values[i]));
            var one = Vector256.ConditionalSelect(moving, Vector256<float>.One, Vector256<float>.Zero);
            one.StoreUnsafe(ref mask[i]);
            filled += one;
        }

        return Vector256.Sum(filled) / image.Length;
    }

    /// <summary>Lets the background follow where it shows.</summary>
    private void FollowBackground()
    {
        var (image, background, mask) = (Image.Values, _background.Values, _mask.Values);
        var rate = Vector256.Create(MotionOptions.BackgroundRate / _rate);
        for (var i = 0; i < image.Length; i += Vector256<float>.Count)
        {
            var now = Vector256.LoadUnsafe(ref background[i]);
            var step = rate * (Vector256<float>.One - Vector256.LoadUnsafe(ref mask[i]));
            (now + (step * (Vector256.LoadUnsafe(ref image[i]) - now))).StoreUnsafe(ref background[i]);
        }
    }

    /// <summary>The means over each cell of mask, Ix², IxIy, Iy², IxIt, IyIt.</summary>
    private void Sum()
    {
        var (width, height, columns, rows) = (_camera.Width, _camera.Height, _camera.Columns, _camera.Rows);
        var half = Vector128.Create(0.5f);
        for (var y = 0; y < height; y++)
        {
            var row = _mean.Row(y);
            var now = _smooth.Row(y);
            var before = _previous.Row(y);
            for (var x = 0; x < width; x++)
            {
                row[Lanes + x] = 0.5f * (now[x] + before[x]);
            }

            // Mirrored edges: no difference there.
            row[Lanes - 1] = row[Lanes + 1];
            row[Lanes + width] = row[Lanes + width - 2];
        }

        var cells = columns * rows;
        var stride = _mean.Width;
        ref var mean = ref _mean.Values[0];
        for (var cell = 0; cell < cells; cell++)
        {
            var (x, top) = (Lanes * (cell % columns), Lanes * (cell / columns));
            Vector128<float> m = default, xx = default, xy = default, yy = default, xt = default, yt = default;
            for (var y = top; y < top + Lanes; y++)
            {
                var at = (nuint)((y * width) + x);
                var mask = Vector128.LoadUnsafe(ref _mask.Values[0], at);
                var padded = (nuint)((y * stride) + Lanes + x);
                var ix = half * (Vector128.LoadUnsafe(ref mean, padded + 1) - Vector128.LoadUnsafe(ref mean, padded - 1));
                var up = (nuint)((PlaneFilter.Mirror(y - 1, height) * stride) + Lanes + x);
                var down = (nuint)((PlaneFilter.Mirror(y + 1, height) * stride) + Lanes + x);
                var iy = half * (Vector128.LoadUnsafe(ref mean, down) - Vector128.LoadUnsafe(ref mean, up));
                var it = Vector128.LoadUnsafe(ref _smooth.Values[0], at) - Vector128.LoadUnsafe(ref _previous.Values[0], at);
                var (wx, wy) = (mask * ix, mask * iy);
                m += mask;
                xx += wx * ix;
                xy += wx * iy;
                yy += wy * iy;
                xt += wx * it;
                yt += wy * it;
            }

            _now[cell] = Mean(m);
            _now[cells + cell] = Mean(xx);
            _now[(2 * cells) + cell] = Mean(xy);
            _now[(3 * cells) + cell] = Mean(yy);
            _now[(4 * cells) + cell] = Mean(xt);
            _now[(5 * cells) + cell] = Mean(yt);
        }
    }

    private static float Mean(Vector128<float> rows) => Vector128.Sum(rows) / (Lanes * Lanes);

    /// <summary>Solves the flow equations of each window.</summary>
    private void Solve()
    {
        var cells = _motion.Foreground.Length;
        var sums = _windows.Means;
        var share = 1 / (MotionOptions.OccupancyFrames * _rate);
        for (var cell = 0; cell < cells; cell++)
        {
            _motion.Foreground[cell] = sums[cell];
            var (a11, a12, a22) = (sums[cells + cell] + Ridge, sums[(2 * cells) + cell], sums[(3 * cells) + cell] + Ridge);
            var (b1, b2) = (sums[(4 * cells) + cell], sums[(5 * cells) + cell]);
            var det = (a11 * a22) - (a12 * a12);
            _motion.U[cell] = _rate * ((b2 * a12) - (b1 * a22)) / det;
            _motion.V[cell] = _rate * ((b1 * a12) - (b2 * a11)) / det;
            _motion.Occupied[cell] += share * (sums[cell] - _motion.Occupied[cell]);
        }

        _motion.FindValid();
    }
}
