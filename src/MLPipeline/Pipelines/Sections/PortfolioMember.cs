using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Pipelines;

/// <summary>A member that was good on many products, with what it was worth there.</summary>
public sealed record PortfolioMember
{
    /// <summary>The name that tables show.</summary>
    [MinLength(1)]
    public string Name { get; init; } = "member";

    /// <summary>The member; its weight is relative to <see cref="OwnWeight"/> of the pipeline that it joins.</summary>
    public MemberOptions Member { get; init; } = new();

    /// <summary>The mean of the points of image AUROC (x 100) that it added to the pipeline and the members before it.</summary>
    [Range(-100.0, 100.0)]
    public double Gain { get; init; }

    /// <summary>The mean of the points that it had more than the default in its place.</summary>
    [Range(-100.0, 100.0)]
    public double Alone { get; init; }

    /// <summary>The standard deviation of the gains over the categories.</summary>
    [Range(0.0, 100.0)]
    public double Spread { get; init; }

    /// <summary>Number of categories that they were measured on.</summary>
    [Range(0, 1000000)]
    public int Categories { get; init; }

    /// <summary>What the pipeline's own members weigh together beside a portfolio's.</summary>
    internal const double OwnWeight = 2;
}
