using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Detectors;

namespace MLPipeline.Tests.Detectors;

/// <summary>What every detector promises, checked on each of them with its default options.</summary>
public class DetectorBatteryTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in DetectorKinds.All.Names)
        {
            cases.Add(name, "grid");
            cases.Add(name, "vector");
        }

        return cases;
    }

    public static TheoryData<string> Mapping() => [.. DetectorKinds.All.All.Where(k => k.HasMap).Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_fits_give_the_same_scores(string name, string shape)
    {
        var good = View(Embeddings.Good(30, Embeddings.Shape(shape)), shape);
        Assert.Equal(Embeddings.Scores(Fit(name, good), good), Embeddings.Scores(Fit(name, good), good));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_saved_model_scores_as_the_fitted_one(string name, string shape)
    {
        var good = View(Embeddings.Good(30, Embeddings.Shape(shape)), shape);
        var model = Fit(name, good);
        using var zip = new MemoryStream();
        _context.Model.Save(model, good.Schema, zip);
        zip.Position = 0;

        var loaded = new MLContext().Model.Load(zip, out _);

        var fresh = View(Embeddings.Good(10, Embeddings.Shape(shape), seed: 2), shape);
        Assert.Equal(Embeddings.Scores(model, fresh), Embeddings.Scores(loaded, fresh));
        if (HasMap(name))
        {
            Assert.Equal(Embeddings.Maps(model, fresh), Embeddings.Maps(loaded, fresh));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_announced_columns_can_be_used_by_a_chain(string name, string shape)
    {
        // A chain asks every estimator for its columns before it fits any of them.
        var good = View(Embeddings.Good(30, Embeddings.Shape(shape)), shape);
        var chain = _context.Transforms.CopyColumns("Before", "Features")
            .Append(DetectorKinds.Create(_context, DetectorKinds.All.Find(name).Defaults));

        var columns = chain.Append(_context.Transforms.CopyColumns("After", "Score")).Fit(good).Transform(good).Schema;

        Assert.NotNull(columns.GetColumnOrNull("After"));
        Assert.Equal(HasMap(name), columns.GetColumnOrNull("AnomalyMap") is not null);
        var mapped = chain.Append(_context.Transforms.CopyColumns("After", "AnomalyMap"));
        if (HasMap(name))
        {
            Assert.NotNull(mapped.Fit(good).Transform(good).Schema.GetColumnOrNull("After"));
        }
        else
        {
            Assert.ThrowsAny<Exception>(() => mapped.Fit(good));
        }
    }

    [Theory]
    [MemberData(nameof(Mapping))]
    public void A_map_has_one_value_per_position_and_its_largest_is_at_least_the_score(string name)
    {
        foreach (var shape in new[] { "grid", "vector" })
        {
            var good = View(Embeddings.Good(30, Embeddings.Shape(shape)), shape);
            var model = Fit(name, good);

            var type = (VectorDataViewType)model.Transform(good).Schema["AnomalyMap"].Type;

            Assert.Equal(shape == "grid" ? [4, 4] : [1, 1], type.Dimensions);
            var maps = Embeddings.Maps(model, good);

            // A calibrated score is not that of the map that is shown; see CellCalibrationTests.
            if (name != "patch-gaussian")
            {
                Assert.All(Embeddings.Scores(model, good).Zip(maps), p => Assert.True(p.First <= p.Second.Max() * 1.00001f));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Mapping))]
    public void Only_the_changed_position_rises_in_the_map(string name)
    {
        const string shape = "grid";
        var model = Fit(name, View(Embeddings.Good(60, Embeddings.Grid), shape));
        var rows = Embeddings.Good(1, Embeddings.Grid, seed: 3);
        var changed = rows[0].ToArray();
        for (var c = 0; c < 8; c++)
        {
            changed[(((2 * 4) + 1) * 8) + c] += c % 2 == 0 ? 2 : -2;
        }

        var before = Embeddings.Maps(model, View(rows, shape))[0];
        var after = Embeddings.Maps(model, View([changed], shape))[0];

        Assert.True(after[9] > before[9] * 1.5);
        Assert.Equal(9, Array.IndexOf(after, after.Max()));
        for (var p = 0; p < 16; p++)
        {
            // What a neighbour is predicted from has changed, too.
            Assert.True(p == 9 || LooksAround(name) || after[p] == before[p]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_photo_of_another_size_is_refused(string name, string shape)
    {
        var model = Fit(name, View(Embeddings.Good(30, Embeddings.Shape(shape)), shape));
        var other = Embeddings.View(_context, Embeddings.Good(2, [5, 4, 8]), 5, 4, 8);

        Assert.ThrowsAny<Exception>(() => Embeddings.Scores(model, other));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Double_embeddings_are_refused_by_name(string name, string shape)
    {
        _ = shape;
        var data = _context.Data.LoadFromEnumerable([new DoubleRow { Features = [1, 2] }, new DoubleRow { Features = [2, 1] }]);

        var error = Assert.Throws<ArgumentException>(() => Fit(name, data));

        Assert.Contains("Features", error.Message);
        Assert.Contains("Single", error.Message);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_missing_column_is_named_with_those_that_exist(string name, string shape)
    {
        var good = View(Embeddings.Good(5, Embeddings.Shape(shape)), shape);
        var renamed = _context.Transforms.CopyColumns("Other", "Features")
            .Append(_context.Transforms.DropColumns("Features")).Fit(good).Transform(good);

        var error = Assert.Throws<ArgumentException>(() => Fit(name, renamed));

        Assert.Contains("'Features'", error.Message);
        Assert.Contains("Other", error.Message);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_that_are_not_finite_are_refused_with_their_row(string name, string shape)
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var rows = Embeddings.Good(12, Embeddings.Shape(shape));
            rows[7][3] = bad;

            var error = Assert.Throws<InvalidOperationException>(() => Fit(name, View(rows, shape)));

            Assert.Contains("Row 7", error.Message);
            Assert.Contains("Remove the photo", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_rows_are_refused(string name, string shape)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Fit(name, View([], shape)));

        Assert.Contains("at least", error.Message);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_photo_gives_finite_scores_or_a_clear_error(string name, string shape) =>
        FiniteOrRefused(name, shape, Embeddings.Good(1, Embeddings.Shape(shape)), mayRefuse: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_photos_give_finite_scores_or_a_clear_error(string name, string shape) =>
        FiniteOrRefused(name, shape, Embeddings.Good(2, Embeddings.Shape(shape)), mayRefuse: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fewer_photos_than_dimensions_give_finite_scores(string name, string shape) =>
        FiniteOrRefused(name, shape, Embeddings.Good(6, Embeddings.Shape(shape)), mayRefuse: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_constant_column_gives_finite_scores(string name, string shape)
    {
        var rows = Embeddings.Good(40, Embeddings.Shape(shape));
        foreach (var row in rows)
        {
            row[2] = 5;
            row[5] = 0;
        }

        FiniteOrRefused(name, shape, rows, mayRefuse: false);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Duplicated_photos_give_finite_scores(string name, string shape)
    {
        var rows = Embeddings.Good(8, Embeddings.Shape(shape));
        FiniteOrRefused(name, shape, [.. rows, .. rows, .. rows], mayRefuse: false);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Photos_that_are_all_the_same_give_finite_scores_or_a_clear_error(string name, string shape)
    {
        var row = Embeddings.Good(1, Embeddings.Shape(shape))[0];
        FiniteOrRefused(name, shape, [.. Enumerable.Repeat(row, 12)], mayRefuse: true);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_of_the_photos_changes_little(string name, string shape)
    {
        var rows = Embeddings.Good(40, Embeddings.Shape(shape));
        var permuted = rows.ToArray();
        new Random(5).Shuffle(permuted);
        var probe = View([.. Embeddings.Good(20, Embeddings.Shape(shape), seed: 4), .. Embeddings.Shifted(rows[..20], 0.3)], shape);

        var first = Embeddings.Scores(Fit(name, View(rows, shape)), probe);
        var second = Embeddings.Scores(Fit(name, View(permuted, shape)), probe);

        if (UsesSeed(name))
        {
            // Random draws fall on other photos; the scores must still tell the same story.
            Assert.True(Correlation(first, second) > 0.95, $"Correlation {Correlation(first, second)}.");
        }
        else
        {
            // Whitening brings variances close to one another: the axes turn a little, and are rounded to other float16 numbers.
            Embeddings.AssertClose(first.Select(v => (double)v), second, name == "patch-gaussian" ? 4e-2 : 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_rise_with_a_shift(string name, string shape)
    {
        var model = Fit(name, View(Embeddings.Good(60, Embeddings.Shape(shape)), shape));
        var held = Embeddings.Good(30, Embeddings.Shape(shape), seed: 6);

        var means = new[] { 0.0, 0.2, 0.4, 0.8 }.Select(s => Embeddings.Scores(model, View(Embeddings.Shifted(held, s), shape)).Average()).ToArray();

        Assert.Equal(means.Order(), means);
        Assert.Equal(means.Length, means.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_photo_with_a_value_that_is_not_a_number_has_no_score(string name, string shape)
    {
        var rows = Embeddings.Good(30, Embeddings.Shape(shape));
        var model = Fit(name, View(rows, shape));
        var broken = Embeddings.Good(1, Embeddings.Shape(shape), seed: 9);
        broken[0][5] = float.NaN;

        // Zero would pass for a perfect photo.
        Assert.True(float.IsNaN(Assert.Single(Embeddings.Scores(model, View(broken, shape)))));
    }

    private static bool UsesSeed(string name) => name is "randomized-pca" or "gaussian-mixture";

    private static bool HasMap(string name) => name.StartsWith("patch-", StringComparison.Ordinal) || LooksAround(name);

    private static bool LooksAround(string name) => name is "feature-prediction";

    private static double Correlation(float[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var covariance = a.Zip(b, (x, y) => (double)(x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (double)(x - meanA) * (x - meanA)) * b.Sum(y => (double)(y - meanB) * (y - meanB)));
    }

    private void FiniteOrRefused(string name, string shape, float[][] rows, bool mayRefuse)
    {
        ITransformer model;
        try
        {
            model = Fit(name, View(rows, shape));
        }
        catch (InvalidOperationException error) when (mayRefuse)
        {
            Assert.StartsWith(name, error.Message);
            Assert.Contains("photos", error.Message);
            return;
        }

        var probe = View([.. rows, .. Embeddings.Good(5, Embeddings.Shape(shape), seed: 8)], shape);
        Assert.All(Embeddings.Scores(model, probe), score => Assert.True(float.IsFinite(score)));
    }

    private IDataView View(float[][] rows, string shape) => Embeddings.View(_context, rows, Embeddings.Shape(shape));

    private ITransformer Fit(string name, IDataView data) =>
        DetectorKinds.Create(_context, DetectorKinds.All.Find(name).Defaults).Fit(data);

    private sealed class DoubleRow
    {
        [VectorType(2)]
        public double[] Features { get; set; } = [];
    }
}
